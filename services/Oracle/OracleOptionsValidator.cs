using Microsoft.Extensions.Options;

namespace SreGym.Oracle;

/// <summary>Checks <see cref="OracleOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class OracleOptionsValidator : IValidateOptions<OracleOptions>;
