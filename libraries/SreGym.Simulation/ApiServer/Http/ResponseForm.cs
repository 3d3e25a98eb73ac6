namespace SreGym.Simulation.ApiServer.Http;

/// <summary>In which form a client wants objects.</summary>
internal enum ResponseForm
{
    /// <summary>As they are.</summary>
    Whole,

    /// <summary><c>as=Table</c>.</summary>
    Table,

    /// <summary><c>as=PartialObjectMetadata</c> or <c>as=PartialObjectMetadataList</c>.</summary>
    Metadata,
}
