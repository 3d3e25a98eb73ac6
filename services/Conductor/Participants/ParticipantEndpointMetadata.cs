namespace SreGym.Conductor.Participants;

/// <summary>Marks what a participant may see of this process.</summary>
internal sealed record ParticipantEndpointMetadata;
