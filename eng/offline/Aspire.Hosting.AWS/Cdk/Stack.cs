using Constructs;

namespace Amazon.CDK;

public class Stack : Construct;
