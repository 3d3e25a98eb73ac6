namespace SreGym.Conductor.Reports;

/// <summary>An image as it lies in the private registry.</summary>
internal sealed record ReportedImage(string Source, string Target, string Digest, string Service);
