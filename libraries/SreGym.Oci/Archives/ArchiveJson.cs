using System.Text.Json.Serialization;

namespace SreGym.Oci.Archives;

/// <summary>Source-generated JSON of archives; Docker writes these names with capitals.</summary>
[JsonSerializable(typeof(List<ArchivedImage>))]
internal sealed partial class ArchiveJson : JsonSerializerContext;
