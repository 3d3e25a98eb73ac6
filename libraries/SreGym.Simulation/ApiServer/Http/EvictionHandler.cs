using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Deletes a pod unless a PodDisruptionBudget forbids it.</summary>
internal sealed class EvictionHandler(ClusterApi server)
{
    public async Task HandleAsync(RequestScope scope)
    {
        var body = await BodyReader.FindObjectAsync(scope.Context, "Eviction") ?? [];
        var pod = scope.Get(server.Store);
        var options = new DeleteOptions
        {
            GracePeriodSeconds = body.FindNumber("deleteOptions", "gracePeriodSeconds"),
            Uid = body.FindText("deleteOptions", "preconditions", "uid"),
            DryRun = body.FindArray("deleteOptions", "dryRun") is { Count: > 0 } || WriteQuery.Read(scope.Context).DryRun,
        };
        if (pod.DeletionTimestamp is null && IsRunning(pod))
        {
            DemandBudget(scope, pod, options.DryRun);
        }

        server.Delete(ResourceTypes.Pods, pod.Namespace, pod.Name, options);
        await ApiResponse.WriteStatusAsync(scope.Context, new ApiStatus { Code = StatusCodes.Status201Created });
    }

    private static bool IsRunning(StoredObject pod) =>
        pod.Parse().FindText("status", "phase") is not ("Succeeded" or "Failed" or "Pending");

    private void DemandBudget(RequestScope scope, StoredObject pod, bool dryRun)
    {
        var budgets = server.List(ResourceTypes.PodDisruptionBudgets, pod.Namespace)
            .Where(budget => Selects(budget.Parse(), pod))
            .ToList();
        if (budgets.Count > 1)
        {
            throw ApiErrors.InternalError(
                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        }

        foreach (var budget in budgets)
        {
            var value = budget.Parse();
            if ((value.FindNumber("status", "disruptionsAllowed") ?? 0) <= 0)
            {
                throw Refuse(budget.Name, value);
            }

            if (!dryRun)
            {
                server.As(scope.User.Name, "kube-apiserver").Mutate(
                    ResourceTypes.PodDisruptionBudgets, budget.Namespace, budget.Name, item => Count(item, pod.Name), "status");
            }
        }
    }

    private static bool Selects(JsonObject budget, StoredObject pod) =>
        budget.Find("spec", "selector") is JsonObject { Count: > 0 } selector && LabelSelectors.Read(selector).Matches(pod.Labels);

    private void Count(JsonObject budget, string pod)
    {
        var status = budget.GetOrAddObject("status");
        status["disruptionsAllowed"] = (status.FindNumber("disruptionsAllowed") ?? 1) - 1;
        status.GetOrAddObject("disruptedPods")[pod] = server.Writer.Now();
    }

    private static ApiStatusException Refuse(string name, JsonObject budget) => ApiErrors.TooManyRequests(
        "Cannot evict pod as it would violate the pod's disruption budget.",
        new StatusCause(
            "DisruptionBudget",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The disruption budget {name} needs {budget.FindNumber("status", "desiredHealthy") ?? 0} healthy pods and has {budget.FindNumber("status", "currentHealthy") ?? 0} currently"),
            ""));
}
