package dev.skew.rehearse.fidelity;

/** What the JSON gateway answers when the server fails, in the recordings' short form. */
final class Gateway {

  static final String OK = "ok";
  static final String CLIENT_TIMEOUT = "client-timeout";
  static final String REFUSED = "ConnectionRefusedError";
  static final String TIMED_OUT = "503 etcdserver: request timed out";
  static final String DEADLINE = "500 context deadline exceeded";

  private Gateway() {}

  /** The HTTP status that the gateway makes of a gRPC code, and the server's own words. */
  static String statusOf(String error) {
    return (isUnavailable(error) ? "503 " : "500 ") + error;
  }

  /** gRPC code 14, to which etcd maps what may be tried again ({@code v3rpc/util.go}). */
  private static boolean isUnavailable(String error) {
    return error.startsWith("etcdserver: request timed out")
        || error.equals("etcdserver: leader changed")
        || error.equals("etcdserver: no leader");
  }
}
