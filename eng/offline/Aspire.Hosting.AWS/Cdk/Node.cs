namespace Constructs;

public class Node
{
    public Construct? DefaultChild { get; set; }
}
