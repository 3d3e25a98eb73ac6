using Microsoft.Extensions.Options;

namespace SreGym.Standalone;

[OptionsValidator]
internal sealed partial class StandaloneOptionsValidator : IValidateOptions<StandaloneOptions>;
