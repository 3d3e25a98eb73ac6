namespace SreGym.Standalone.Tests.Isolation;

/// <summary>One answer as it came over the wire.</summary>
/// <param name="Where">What was asked.</param>
/// <param name="Status">Its status code.</param>
/// <param name="Headers">Every header, one a line.</param>
/// <param name="Body">Its body, and what base64 in it says.</param>
internal sealed record Sight(string Where, int Status, string Headers, string Body);
