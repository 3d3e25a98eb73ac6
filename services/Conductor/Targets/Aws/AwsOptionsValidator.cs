using Microsoft.Extensions.Options;

namespace SreGym.Conductor.Targets.Aws;

[OptionsValidator]
internal sealed partial class AwsOptionsValidator : IValidateOptions<AwsOptions>;
