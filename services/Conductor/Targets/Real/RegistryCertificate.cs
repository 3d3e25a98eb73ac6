using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Targets;

namespace SreGym.Conductor.Targets.Real;

/// <summary>The certificate that the registry serves, and its key, from the operator's files. The key is handed on and kept nowhere.</summary>
internal static class RegistryCertificate
{
    /// <summary>The certificate and its chain in PEM, once its key and its name are known to fit.</summary>
    /// <param name="options">Options of the target.</param>
    /// <param name="name">What nodes call the registry.</param>
    /// <exception cref="SreGymException">A file is missing, is no PEM, or does not fit.</exception>
    public static string Read(IReadOnlyDictionary<string, string> options, string name)
    {
        var certificate = ReadFile(options, TargetOptionNames.RegistryCertificate);
        var key = ReadFile(options, TargetOptionNames.RegistryCertificateKey);
        using var leaf = Parse(options[TargetOptionNames.RegistryCertificate], certificate, key);
        return leaf.MatchesHostname(name, allowCommonName: false)
            ? certificate
            : throw Refused(
                $"Option '{TargetOptionNames.RegistryCertificate}' does not take '{options[TargetOptionNames.RegistryCertificate]}': "
                + $"the certificate's subject alternative names do not have '{name}' of '{TargetOptionNames.RegistryHost}'.");
    }

    /// <summary>The key, for whoever serves it; empty when the options name none.</summary>
    public static string ReadKey(IReadOnlyDictionary<string, string> options) =>
        options.ContainsKey(TargetOptionNames.RegistryCertificateKey) ? ReadFile(options, TargetOptionNames.RegistryCertificateKey) : "";

    private static X509Certificate2 Parse(string path, string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw Refused(
                $"Option '{TargetOptionNames.RegistryCertificate}' does not take '{path}': {error.Message.Split(" (Parameter")[0]} "
                + $"Give PEM files, the certificate before its chain, and in '{TargetOptionNames.RegistryCertificateKey}' its own key, not encrypted.");
        }
    }

    private static string ReadFile(IReadOnlyDictionary<string, string> options, string option)
    {
        try
        {
            return File.ReadAllText(options[option]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused($"Option '{option}' does not take '{options[option]}': {error.Message}");
        }
    }

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);
}
