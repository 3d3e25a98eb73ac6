namespace SreGym.Problems.Diagnosis;

/// <summary>What is really so in one episode.</summary>
/// <param name="Namespace">Namespace of the broken components.</param>
/// <param name="Components">Components that are broken.</param>
/// <param name="SoundComponents">Components of the same application that are not.</param>
/// <param name="FaultyObject">Name of the object that is missing or wrong.</param>
/// <param name="OtherObjects">Names of objects of the same kind that have nothing to do with it.</param>
public sealed record DiagnosisTruth(
    string Namespace,
    IReadOnlyList<string> Components,
    IReadOnlyList<string> SoundComponents,
    string FaultyObject,
    IReadOnlyList<string> OtherObjects);
