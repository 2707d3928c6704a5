/// The environment of this process.
public enum Environment {}
