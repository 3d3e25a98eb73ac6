using System.Net;
using System.Net.Sockets;

namespace SreGym.Oci.Client;

/// <summary>A request that a registry refused or that did not reach it, with everything the registry said.</summary>
public sealed class RegistryRequestException : Exception
{
    internal RegistryRequestException(RegistryFailure failure, Exception? inner = null)
        : base(failure.Describe(inner), inner)
    {
        Failure = failure;
        SocketError = FindSocketError(inner);
        IsUntrusted = IsAboutCertificate(inner);
    }

    internal RegistryRequestException(RegistryFailure failure, string reason)
        : base(reason)
    {
        Failure = failure;
    }

    /// <summary>What happened.</summary>
    public RegistryFailure Failure { get; }

    /// <summary>The status the registry answered; null when there was no answer.</summary>
    public HttpStatusCode? Status => Failure.Status;

    /// <summary>Why no connection came about; null when there was an answer.</summary>
    public SocketError? SocketError { get; }

    /// <summary>True when the registry's certificate was not accepted.</summary>
    public bool IsUntrusted { get; }

    /// <summary>True when trying again later may succeed: no answer, too many requests, a server error, or credentials renewed.</summary>
    public bool IsTransient => Failure.CredentialsRenewed
        || (!IsUntrusted && Status is null or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError);

    internal static bool IsAboutCertificate(Exception? error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is UntrustedCertificateException)
            {
                return true;
            }
        }

        return false;
    }

    private static SocketError? FindSocketError(Exception? error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
