using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

internal sealed class OtlpExporterAnnotation : IResourceAnnotation;
