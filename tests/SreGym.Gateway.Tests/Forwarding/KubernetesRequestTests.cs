using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using SreGym.Gateway.Forwarding;

namespace SreGym.Gateway.Tests.Forwarding;

public sealed class KubernetesRequestTests
{
    [Theory]
    [InlineData("GET", "/api", "", "discover", "", "", "")]
    [InlineData("GET", "/version", "", "discover", "", "", "")]
    [InlineData("GET", "/apis/apps/v1", "", "discover", "", "", "")]
    [InlineData("GET", "/api/v1/pods", "", "list", "", "pods", "")]
    [InlineData("GET", "/api/v1/pods", "?watch=1", "watch", "", "pods", "")]
    [InlineData("GET", "/api/v1/watch/namespaces/a/pods", "", "watch", "", "pods", "")]
    [InlineData("GET", "/api/v1/namespaces", "", "list", "", "namespaces", "")]
    [InlineData("GET", "/api/v1/namespaces/a", "", "get", "", "namespaces", "a")]
    [InlineData("PUT", "/api/v1/namespaces/a/finalize", "", "update", "", "namespaces/finalize", "a")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/p", "", "get", "", "pods", "p")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/p/log", "?follow=true", "get", "", "pods/log", "p")]
    [InlineData("POST", "/api/v1/namespaces/a/pods/p/exec", "?command=ls", "connect", "", "pods/exec", "p")]
    [InlineData("GET", "/api/v1/namespaces/a/services/s:80/proxy/x/y", "", "connect", "", "services/proxy", "s:80")]
    [InlineData("POST", "/api/v1/namespaces/a/secrets", "", "create", "", "secrets", "")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/a/deployments/d/scale", "", "patch", "apps", "deployments/scale", "d")]
    [InlineData("DELETE", "/api/v1/namespaces/a/pods", "", "deletecollection", "", "pods", "")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/a/deployments/d", "", "delete", "apps", "deployments", "d")]
    public void Parse_AsTheApiServersAuditDoes(
        string method, string path, string query, string verb, string group, string resource, string name)
    {
        var request = KubernetesRequest.Parse(method, path, new QueryCollection(QueryHelpers.ParseQuery(query)));

        Assert.Equal((verb, group, resource, name), (request.Verb, request.ApiGroup, request.FullResource, request.Name));
    }

    [Theory]
    [InlineData("/api/v1/pods", "?watch=true", true)]
    [InlineData("/api/v1/namespaces/a/pods/p/log", "?follow=true", true)]
    [InlineData("/api/v1/namespaces/a/pods/p/log", "", false)]
    [InlineData("/api/v1/pods", "", false)]
    public void Parse_Streams_AreLongRunning(string path, string query, bool expected)
    {
        var request = KubernetesRequest.Parse("GET", path, new QueryCollection(QueryHelpers.ParseQuery(query)));

        Assert.Equal(expected, request.IsLongRunning);
    }
}
