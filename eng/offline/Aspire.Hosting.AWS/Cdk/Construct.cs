namespace Constructs;

public class Construct
{
    public Node Node { get; } = new();
}
