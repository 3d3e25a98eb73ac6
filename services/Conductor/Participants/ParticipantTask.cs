using SreGym.Contracts.Injector.V1;

namespace SreGym.Conductor.Participants;

/// <summary>What a participant is told. Nothing in it says what is wrong, or that anything was done.</summary>
internal static class ParticipantTask
{
    public static string Describe(ApplicationDetails application, string statusUrl, string submitUrl) =>
        $$"""
        You are on call for the application {{application.Name}} in namespace {{application.Namespace}} of a Kubernetes cluster.
        Something is wrong with it. Your kubeconfig gives you access to the cluster.

        1. DIAGNOSIS: find out what is wrong and why. Then POST {"solution": "<your diagnosis>"} to {{submitUrl}}
           Say which component is affected, what happens, what the root cause is and which evidence shows it.
        2. MITIGATION: when {{statusUrl}} says "mitigation", repair it, so that the application works as before and stays so.
           Then POST {"solution": ""} to {{submitUrl}}
        """;
}
