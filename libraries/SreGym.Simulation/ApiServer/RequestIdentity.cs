namespace SreGym.Simulation.ApiServer;

/// <summary>On whose behalf, and under which manager's name, a write happens.</summary>
/// <param name="User">User name, e.g. <c>system:serviceaccount:kube-system:replicaset-controller</c>.</param>
/// <param name="FieldManager">Name in <c>metadata.managedFields</c>.</param>
internal sealed record RequestIdentity(string User, string FieldManager);
