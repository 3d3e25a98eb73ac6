using System.Text.RegularExpressions;

namespace SreGym.Problems.Diagnosis;

/// <summary>Something a diagnosis may say, and how to recognise it.</summary>
public sealed record DiagnosisMark(string Name, Regex Pattern);
