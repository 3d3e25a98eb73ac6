using Microsoft.Extensions.Options;

namespace SreGym.Gateway;

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
