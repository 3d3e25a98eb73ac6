namespace SreGym.Simulation.ApiServer;

/// <summary>One reason within a refused request (metav1.StatusCause).</summary>
/// <param name="Reason">Machine-readable, e.g. <c>FieldValueRequired</c>.</param>
/// <param name="Message">Human-readable.</param>
/// <param name="Field">Path of the field; empty when it is about no field.</param>
public sealed record StatusCause(string Reason, string Message, string Field);
