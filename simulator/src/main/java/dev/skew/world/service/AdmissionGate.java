package dev.skew.world.service;

/** Lets a share of the users in, always the same ones, so that those who are in can work. */
final class AdmissionGate {

  private AdmissionGate() {}

  /** Whether a user belongs to the share that is let in; whoever is in stays in as it grows. */
  static boolean admits(double share, String user) {
    return share >= 1 || Digests.unit(user) < share;
  }
}
