namespace Aspire.Hosting.Running;

internal sealed class ProjectPath(string path) : IProjectMetadata
{
    string IProjectMetadata.ProjectPath => path;
}
