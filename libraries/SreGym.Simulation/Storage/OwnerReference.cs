namespace SreGym.Simulation.Storage;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
/// <param name="ApiVersion">Group and version of the owner.</param>
/// <param name="Kind">Kind of the owner.</param>
/// <param name="Name">Name of the owner.</param>
/// <param name="Uid">Uid of the owner.</param>
/// <param name="Controller">True for the one owner that manages the object.</param>
/// <param name="BlockOwnerDeletion">True when foreground deletion of the owner waits for the object.</param>
public sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool Controller, bool BlockOwnerDeletion);
