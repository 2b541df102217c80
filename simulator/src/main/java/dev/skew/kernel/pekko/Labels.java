package dev.skew.kernel.pekko;

import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.internal.TimerSchedulerImpl;
import org.apache.pekko.dispatch.Mailbox;

/** Names for traces and messages that are the same in every JVM: no identity hash, no uid. */
final class Labels {

  private Labels() {}

  /** As {@code /user/etcd-0}. */
  static String ofPath(ActorRef ref) {
    ActorPath path = ref.path();
    return path.toStringWithoutAddress();
  }

  static String ofTask(Runnable task) {
    return task instanceof Mailbox mailbox
        ? "actor " + ofPath(mailbox.actor().self())
        : "task " + ofClass(task.getClass());
  }

  /** The class, and for a timer's message its key and generation. */
  static String ofMessage(Object message) {
    if (message instanceof TimerSchedulerImpl.TimerMsg timer) {
      return "timer " + ofKey(timer.key()) + " #" + timer.generation();
    }
    return ofKey(message);
  }

  private static String ofKey(Object key) {
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    if (key instanceof String || key instanceof Number || key instanceof Boolean) {
      return key.toString();
    }
    return ofClass(key.getClass());
  }

  /** A lambda's class is numbered in the order of linking: its name ends where that begins. */
  static String ofClass(Class<?> type) {
    String name = type.getName();
    int lambda = name.indexOf("$$Lambda");
    String stable = lambda < 0 ? name : name.substring(0, lambda) + "$$Lambda";
    return stable.substring(stable.lastIndexOf('.') + 1);
  }
}
