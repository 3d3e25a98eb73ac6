namespace SreGym.Problems.Changes;

/// <summary>What was done to an object.</summary>
public enum ChangeVerb
{
    /// <summary>It was not there before.</summary>
    Create,

    /// <summary>It was there before and looked different.</summary>
    Replace,

    /// <summary>It was there before and is gone.</summary>
    Delete,

    /// <summary>Its pods were deleted so that new ones start.</summary>
    Restart,
}
