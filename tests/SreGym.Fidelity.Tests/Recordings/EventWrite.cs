namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>One write of an Event object.</summary>
public sealed record EventWrite(
    double Time, string Change, string Type, string Reason, string Count, string Object, string FieldPath, string Message, string Shape)
{
    /// <summary>What makes two writes the same event.</summary>
    public string Key => $"{Type} {Reason} {FieldPath} \"{Message}\" {Shape}";
}
