/// What this host is called.
public enum HostName {}
