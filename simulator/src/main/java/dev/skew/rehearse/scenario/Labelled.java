package dev.skew.rehearse.scenario;

/** Something with a name that scenario files use. */
public interface Labelled {

  /** The name, in kebab-case. */
  String label();
}
