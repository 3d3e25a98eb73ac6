using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.RegistryMirror.Tests;

public sealed class ContentHolderTests(MirrorHost host) : IClassFixture<MirrorHost>
{
    [Fact]
    public async Task ListAccesses_RegistryOfAnEarlierProcess_SaysThatItIsLost()
    {
        var request = new ListAccessesRequest
        {
            Subject = new Subject { EpisodeId = "lost", Target = "embedded", ClusterId = "lost" },
            Registry = new PrivateRegistry { Namespace = "platform-registry", Holder = "an earlier process" },
        };

        var refused = await Assert.ThrowsAsync<RpcException>(() => host.Mirror.ListAccessesAsync(request).ResponseAsync);

        Assert.Equal(ErrorReasons.RegistryLost, RpcErrors.FindReason(refused));
        Assert.Contains("Start a new episode", refused.Status.Detail, StringComparison.Ordinal);
    }
}
