namespace SreGym.Simulation.Tables;

/// <summary>One column of a table (metav1.TableColumnDefinition).</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type">OpenAPI type of the cells.</param>
/// <param name="IsWide">Shown with <c>-o wide</c> only.</param>
/// <param name="Format">OpenAPI format; <c>name</c> for the object's name.</param>
public sealed record TableColumn(string Name, string Type = "string", bool IsWide = false, string Format = "");
