using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public delegate void PublishCallback<T>(CDKPublishTargetContext context, T props);
