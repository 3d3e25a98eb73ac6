using Microsoft.Extensions.Options;

namespace SreGym.Conductor;

[OptionsValidator]
internal sealed partial class ConductorOptionsValidator : IValidateOptions<ConductorOptions>;
