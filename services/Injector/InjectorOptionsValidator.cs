using Microsoft.Extensions.Options;

namespace SreGym.Injector;

/// <summary>Checks <see cref="InjectorOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class InjectorOptionsValidator : IValidateOptions<InjectorOptions>;
