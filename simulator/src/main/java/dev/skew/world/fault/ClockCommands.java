package dev.skew.world.fault;

import dev.skew.world.fault.TimeFault.NtpState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code date -s}, {@code ntpdate} and {@code systemctl} on the time daemon. */
final class ClockCommands {

  private static final Pattern RELATIVE =
      Pattern.compile(
          "([+-]?)\\s*([0-9]{1,9})\\s*(sec|second|min|minute|hour|day|week)s?(\\s+ago)?");
  private static final List<String> DAEMONS =
      List.of("ntp", "ntpd", "ntpsec", "chrony", "chronyd", "systemd-timesyncd");

  private ClockCommands() {}

  /** {@code date -s '+30 seconds'}, as GNU date reads relative items. */
  static List<Fault> date(Words words) {
    String form = "only setting relative to now is understood, as date -s '+30 seconds'";
    if (!words.skip("-s") && !words.skip("--set") && !isJoined(words)) {
      throw new IllegalArgumentException(form);
    }
    StringBuilder text = new StringBuilder();
    while (words.hasNext()) {
      text.append(text.isEmpty() ? "" : " ").append(words.next().text());
    }
    String relative = text.toString().replaceFirst("^(-s|--set=)", "").strip();
    Matcher matcher = RELATIVE.matcher(relative.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(form + ", got " + relative);
    }
    Duration size = unit(matcher.group(3)).multipliedBy(Long.parseLong(matcher.group(2)));
    boolean back = matcher.group(1).equals("-") != (matcher.group(4) != null);
    return List.of(new TimeFault.Jump(back ? size.negated() : size));
  }

  private static boolean isJoined(Words words) {
    return words.hasNext()
        && (words.peek().text().startsWith("--set=")
            || (words.peek().text().startsWith("-s") && words.peek().text().length() > 2));
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "min", "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      case "day" -> Duration.ofDays(1);
      case "week" -> Duration.ofDays(7);
      default -> Duration.ofSeconds(1);
    };
  }

  /** {@code ntpdate -b pool.ntp.org}; without {@code -b} a small offset would be slewed. */
  static List<Fault> ntpdate(Words words) {
    boolean steps = false;
    boolean named = false;
    while (words.hasNext()) {
      String word = words.next().text();
      // Where it asks from (-u) and how much it says (-v) make no difference here.
      if (word.startsWith("-") && !List.of("-b", "-u", "-v").contains(word)) {
        throw new IllegalArgumentException(
            "knows -b, -u and -v, got " + word + "; as ntpdate -b pool.ntp.org");
      }
      steps |= word.equals("-b");
      named |= !word.startsWith("-");
    }
    if (!steps || !named) {
      throw new IllegalArgumentException(
          "needs -b and a server, as ntpdate -b pool.ntp.org: the clock is stepped to its time");
    }
    return List.of(new TimeFault.Ntp(NtpState.SYNC, Duration.ZERO));
  }

  /** {@code systemctl stop|start|restart ntp}. */
  static List<Fault> systemctl(Words words) {
    String form = "knows stop, start and restart of ntp or chronyd, as systemctl restart ntp";
    if (!words.hasNext()) {
      throw new IllegalArgumentException(form);
    }
    String act = words.next().text();
    String unit = words.hasNext() ? words.next().text().replaceFirst("\\.service$", "") : "";
    if (!DAEMONS.contains(unit) || words.hasNext()) {
      throw new IllegalArgumentException(form);
    }
    return switch (act) {
      case "stop" -> List.of(new TimeFault.Ntp(NtpState.OFF, Duration.ZERO));
      case "start" -> List.of(new TimeFault.Ntp(NtpState.ON, Duration.ZERO));
      case "restart" ->
          List.of(
              new TimeFault.Ntp(NtpState.ON, Duration.ZERO),
              new TimeFault.Ntp(NtpState.SYNC, Duration.ZERO));
      default -> throw new IllegalArgumentException(form + ", got " + act);
    };
  }
}
