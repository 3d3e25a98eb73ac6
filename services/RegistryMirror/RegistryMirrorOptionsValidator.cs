using Microsoft.Extensions.Options;

namespace SreGym.RegistryMirror;

[OptionsValidator]
internal sealed partial class RegistryMirrorOptionsValidator : IValidateOptions<RegistryMirrorOptions>;
