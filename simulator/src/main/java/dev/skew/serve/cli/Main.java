package dev.skew.serve.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** Builds the program by hand and runs what was asked for. */
public final class Main {

  private final Services services;
  private final Console console;
  private final SkewCommand skew = new SkewCommand();
  private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

  Main(Services services, Console console) {
    this.services = services;
    this.console = console;
    commands.put("run", () -> new RunCommand(services, console));
    commands.put("check", () -> new CheckCommand(services, console));
    commands.put("replay", () -> new ReplayCommand(services, console));
    commands.put("fidelity", () -> new FidelityCommand(services, console));
    commands.put("promql-test", () -> new PromqlTestCommand(console));
    commands.put("warm-up", () -> new WarmUpCommand(services, console));
    commands.put("help", CommandLine.HelpCommand::new);
    commands.put("generate-completion", AutoComplete.GenerateCompletion::new);
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    boolean colours = Boolean.getBoolean("skew.terminal.out") && System.getenv("NO_COLOR") == null;
    Console console = new Console(out, err, colours, Boolean.getBoolean("skew.terminal.err"));
    Services services =
        new Services(
            Wiring.runner(),
            Wiring::parse,
            Wiring::study,
            version(),
            System.getProperty("skew.program", "./skew"),
            System::nanoTime);

    int exitCode = new Main(services, console).run(arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs one command line; nothing that goes wrong leaves this method as an exception. */
  int run(String... arguments) {
    try {
      return commandLine(arguments).execute(arguments);
    } catch (Throwable e) {
      return internalError(e, "");
    }
  }

  private CommandLine commandLine(String... arguments) {
    CommandLine commandLine = new CommandLine(skew);
    wanted(arguments).forEach(name -> commandLine.addSubcommand(name, make(name)));
    forAll(commandLine);
    commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpWidth(100);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler(this::badUsage);
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
    return commandLine;
  }

  /** A command costs time to look at; when one is named, only it is, unless it is about others. */
  private Collection<String> wanted(String... arguments) {
    boolean one =
        arguments.length > 0
            && commands.containsKey(arguments[0])
            && !arguments[0].equals("help")
            && !arguments[0].equals("generate-completion");
    return one ? List.of(arguments[0]) : commands.keySet();
  }

  private Object make(String name) {
    return Objects.requireNonNull(commands.get(name)).get();
  }

  /** Help and version are there on every command, and nobody has to remember to add them. */
  private void forAll(CommandLine commandLine) {
    IVersionProvider version = () -> new String[] {"skew " + services.version()};
    commandLine.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version);
    commandLine
        .getSubcommands()
        .values()
        .forEach(
            each -> each.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(version));
  }

  private int badUsage(ParameterException e, String... arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    console.err().println(e.getMessage());
    console.err().println("Try: " + command.replaceFirst("skew", services.program()) + " --help");
    return ExitCode.BAD_INPUT;
  }

  private int failed(Exception e) {
    console.clearLive();
    if (e instanceof BadInputException badInput) {
      badInput.problems().forEach(console.err()::println);
      if (badInput.problems().size() > 1) {
        console.err().println(Words.count(badInput.problems().size(), "problem"));
      }
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof Sweep.RunFailedException failed && failed.getCause() != null) {
      return internalError(failed.getCause(), "seed " + failed.seed() + ": ");
    }
    return internalError(e, "");
  }

  private int internalError(Throwable e, String where) {
    boolean isFile = e instanceof IOException || e instanceof UncheckedIOException;
    console.err().println(where + (isFile ? "a file failed: " : "internal error: ") + words(e));
    if (skew.isDebug()) {
      e.printStackTrace(console.err());
    } else {
      console.err().println("Run it again with --debug to see where it happened.");
    }
    return ExitCode.INTERNAL_ERROR;
  }

  private static String words(Throwable e) {
    String message = e.getMessage();
    return message == null || e instanceof NullPointerException
        ? e.getClass().getSimpleName()
        : message;
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
