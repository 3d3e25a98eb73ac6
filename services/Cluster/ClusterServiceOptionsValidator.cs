using Microsoft.Extensions.Options;

namespace SreGym.Cluster;

[OptionsValidator]
internal sealed partial class ClusterServiceOptionsValidator : IValidateOptions<ClusterServiceOptions>;
