using System.Diagnostics.CodeAnalysis;
using SreGym.Oci.Client;

namespace SreGym.Aws.Ecr;

/// <summary>
/// Access to one registry of ECR by the AWS identity of this process: a token for twelve hours, kept until shortly before its end and
/// replaced when the registry refuses it; repositories made when asked for.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing.")]
internal sealed class EcrAccess(EcrApi api, EcrHost host, EcrOptions options, TimeProvider time) : IRegistryAccess
{
    // A push that starts with a token is judged by it until its end.
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_leastAge = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _asking = new(1);
    private Kept? _kept;

    /// <inheritdoc />
    public async Task<RegistryCredentials?> GetCredentialsAsync(RegistryCredentials? refused, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_kept is { } kept && (refused is null ? now < kept.RenewAt : kept.Credentials != refused))
            {
                return kept.Credentials;
            }

            var token = await AskAsync(cancellationToken);
            // A clock that is ahead must not make every request ask for a token of its own.
            var renewAt = token is null ? now + s_renewBefore : token.Expires - s_renewBefore;
            _kept = new Kept(token?.Credentials, renewAt > now + s_leastAge ? renewAt : now + s_leastAge);
            return token?.Credentials;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc />
    public async Task<bool> CreateRepositoryAsync(string repository, CancellationToken cancellationToken)
    {
        if (host.IsPublic)
        {
            return false;
        }

        if (!options.CreatesRepositories)
        {
            throw new RegistryAccessException(
                $"{host.Name} has no repository '{repository}': create it (aws ecr create-repository --region {host.Region} --repository-name {repository}), "
                + $"or {options.HowToCreate}.");
        }

        try
        {
            await api.CallAsync("CreateRepository", new() { ["registryId"] = host.Account!, ["repositoryName"] = repository }, cancellationToken);
            return true;
        }
        catch (EcrException refused) when (refused.Code == "RepositoryAlreadyExistsException")
        {
            // Another blob of the same image was faster.
            return true;
        }
        catch (EcrException refused)
        {
            throw Refused($"repository '{repository}' cannot be created", refused);
        }
        catch (AwsCredentialsException missing)
        {
            throw new RegistryAccessException($"{host.Name}: {missing.Message}", missing);
        }
    }

    // Null: the public gallery, which anyone may read.
    private async Task<EcrToken?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return EcrToken.Read(await api.CallAsync("GetAuthorizationToken", [], cancellationToken));
        }
        catch (AwsCredentialsException missing)
        {
            return host.IsPublic ? null : throw new RegistryAccessException($"{host.Name}: {missing.Message}", missing);
        }
        catch (EcrException refused)
        {
            return host.IsPublic ? null : throw Refused("there are no credentials for it", refused);
        }
        catch (FormatException wrong)
        {
            throw new RegistryAccessException($"{host.Name}: {wrong.Message}", wrong);
        }
    }

    private RegistryAccessException Refused(string what, EcrException refused)
    {
        var remedy = refused.Code switch
        {
            "AccessDeniedException" => $"The identity needs {refused.Action}.",
            "ExpiredTokenException" => "The AWS session is over: log in with 'aws sso login', or set new keys.",
            "UnrecognizedClientException" or "InvalidSignatureException" =>
                "AWS does not know these keys, or the clock of this machine is wrong: check AWS_PROFILE, AWS_ACCESS_KEY_ID and the time.",
            _ => "See the message of AWS.",
        };
        return new RegistryAccessException($"{host.Name}: {what}. {refused.Message}. {remedy}", refused);
    }

    private sealed record Kept(RegistryCredentials? Credentials, DateTimeOffset RenewAt);
}
