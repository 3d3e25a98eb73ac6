using Microsoft.Extensions.Options;

namespace SreGym.Conductor.Targets.Kind;

[OptionsValidator]
internal sealed partial class KindOptionsValidator : IValidateOptions<KindOptions>;
