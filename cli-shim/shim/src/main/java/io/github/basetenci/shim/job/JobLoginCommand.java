package io.github.basetenci.shim.job;

import io.github.basetenci.api.ApiKeyType;
import io.github.basetenci.auth.LoginPlan;
import io.github.basetenci.auth.LoginPlans;
import io.github.basetenci.auth.PrivateLogin;
import io.github.basetenci.shim.auth.IdentityOptions;
import io.github.basetenci.shim.auth.MintingOptions;
import io.github.basetenci.shim.auth.PrivateLoginOptions;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code job login}. */
@Command(
    name = "login",
    description = {
      "Log in for the rest of a CI job: in a private directory, and by variables that later steps"
          + " get.",
      "The user's own files stay as they are. The directory also holds what 'job logout' needs."
    })
public final class JobLoginCommand extends BaseCommand {
  @Mixin PrivateLoginOptions login = new PrivateLoginOptions();
  @Mixin EphemeralOptions ephemeral = new EphemeralOptions();
  @Mixin MintingOptions minting = new MintingOptions();
  @Mixin CertificateOption certificate = new CertificateOption();
  @Mixin JobOptions job = new JobOptions();

  @Option(
      names = "--require-key-type",
      paramLabel = "TYPE",
      split = ",",
      description = "Do nothing unless every key is of this type, or of one of several.")
  List<String> requiredKeyTypes = new ArrayList<>();

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      description =
          "How to hand the variables over: github (the file GITHUB_ENV), dotenv (a file of GitLab),"
              + " bash (commands for eval), azure (logging commands) or json.")
  @Nullable ExportFormat export;

  private final @Nullable JobEdges<JobLoginEdge> edges;

  /** A command with the edge of the command line. */
  public JobLoginCommand() {
    this.edges = null;
  }

  /** A command with the edge of another front end. */
  public JobLoginCommand(JobEdges<JobLoginEdge> edges) {
    this.edges = edges;
  }

  @Override
  protected int run(Session session) throws Exception {
    JobLoginEdge edge = edges == null ? new CommandLogin(session, this) : edges.open(session);
    List<ApiKeyType> required =
        KeyTypes.of(session.words().name("require-key-type"), requiredKeyTypes);
    if (!required.isEmpty() && !login.verifies()) {
      throw new UsageException("--require-key-type and --no-verify are mutually exclusive");
    }
    EphemeralOptions.Wanted wanted = ephemeral.read(session.words(), required);
    if (wanted != null && login.namesTrustRule()) {
      throw new UsageException(
          session.words().name("trust-rule")
              + " and "
              + session.words().name("ephemeral")
              + " exclude each other; remove one of them");
    }
    IdentityOptions.Asked asked = wanted == null ? login.asked(session).orElse(null) : null;
    if (asked != null && !required.isEmpty()) {
      throw new UsageException(
          session.words().name("require-key-type")
              + " goes with a key; remove it beside "
              + asked.named());
    }
    LoginPlans.Keyless keyless = asked == null ? null : login.planned(session);
    List<JobAccount> found = edge.accounts(wanted != null, keyless);
    if (wanted != null) {
      EphemeralLogin.refuseShared(session, found);
    }
    JobKeys keys = new JobKeys(session, edge, login, required, certificate);
    List<JobAccount> accounts;
    try {
      accounts =
          asked == null || keyless == null
              ? keys.ready(found, wanted)
              : keys.ready(found, asked, keyless);
      if (!write(session, edge, accounts, asked)) {
        takeBack(edge, keys);
        return ExitCode.FAILURE;
      }
    } catch (Exception e) {
      try {
        takeBack(edge, keys);
      } catch (Exception further) {
        e.addSuppressed(further);
      }
      throw e;
    }
    edge.report(accounts);
    return ExitCode.OK;
  }

  /**
   * Undoes the login if no later step gets its variables, because such a login would only be a
   * leftover.
   */
  private static void takeBack(JobLoginEdge edge, JobKeys keys) throws Exception {
    if (edge.takesBack()) {
      try {
        keys.takeBack();
      } finally {
        edge.takeBack();
      }
    }
  }

  /** A digest that is the same for the same logins without a key, whatever their tokens are. */
  private String same(List<LoginPlan> plans, IdentityOptions.Asked asked) {
    StringBuilder text = new StringBuilder(asked.id()).append('\n').append(login.isFileLess());
    for (LoginPlan plan : plans) {
      text.append('\n').append(plan.remote()).append('\n').append(plan.profile());
      text.append('\n').append(plan.url()).append('\n').append(plan.team());
    }
    return Sha256.hex(text.toString());
  }

  private boolean write(
      Session session,
      JobLoginEdge edge,
      List<JobAccount> accounts,
      IdentityOptions.@Nullable Asked asked)
      throws Exception {
    List<LoginPlan> plans = accounts.stream().map(JobAccount::plan).toList();
    Path directory = edge.directory(asked == null ? "" : same(plans, asked));
    PrivateLogin made =
        login.isFileLess()
            ? PrivateLogin.inVariables(plans.get(0))
            : PrivateLogin.inDirectory(plans, directory, login.allowsUnknownRemote());
    Map<String, String> variables =
        JobVariables.of(made, plans.get(0), job.exportSecret, session.environment());
    edge.begin(variables);
    for (Map.Entry<String, byte[]> file : new TreeMap<>(made.files()).entrySet()) {
      edge.write(file.getKey(), file.getValue());
    }
    return edge.handOver(variables);
  }
}
