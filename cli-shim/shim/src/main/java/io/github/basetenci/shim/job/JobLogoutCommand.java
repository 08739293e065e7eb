package io.github.basetenci.shim.job;

import io.github.basetenci.shim.auth.MintingOptions;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code job logout}. */
@Command(
    name = "logout",
    description = {
      "Log this job out: delete the login that 'job login' made, hand its variables back as they"
          + " were, and revoke the key that it minted.",
      "A login that was killed half-way is undone too. A key that was given stays valid."
    })
public final class JobLogoutCommand extends BaseCommand {
  @Mixin JobOptions job = new JobOptions();
  @Mixin CertificateOption certificate = new CertificateOption();
  @Mixin MintingOptions minting = new MintingOptions();

  @Option(
      names = "--export",
      paramLabel = "FORMAT",
      description =
          "How to hand the variables back: github, dotenv, bash, azure or json. Default: as the"
              + " login did, but not to a dotenv file.")
  @Nullable ExportFormat export;

  private final @Nullable JobEdges<JobLogoutEdge> edges;

  /** A command with the edge of the command line. */
  public JobLogoutCommand() {
    this.edges = null;
  }

  /** A command with the edge of another front end. */
  public JobLogoutCommand(JobEdges<JobLogoutEdge> edges) {
    this.edges = edges;
  }

  @Override
  protected int run(Session session) throws Exception {
    JobLogoutEdge edge = edges == null ? new CommandLogout(session, this) : edges.open(session);
    List<Exception> failures = new ArrayList<>();
    Optional<SavedVariables> saved = attempt(failures, edge::saved).flatMap(found -> found);
    Optional<EphemeralRecord> minted = attempt(failures, edge::minted).flatMap(found -> found);
    if (saved.isPresent()) {
      attempt(failures, () -> handBack(session, edge, saved.get()));
      // The login is deleted even if the variables could not be handed back.
      attempt(
          failures,
          () -> {
            edge.delete();
            return true;
          });
      if (failures.isEmpty()) {
        edge.report();
      }
    }
    if (minted.isPresent()) {
      attempt(failures, () -> new EphemeralLogout(session, edge, certificate).delete(minted.get()));
    }
    if (failures.isEmpty()) {
      return ExitCode.OK;
    }
    Exception first = failures.get(0);
    failures.subList(1, failures.size()).forEach(first::addSuppressed);
    throw first;
  }

  private static boolean handBack(Session session, JobLogoutEdge edge, SavedVariables saved)
      throws Exception {
    edge.handBack(
        saved.undone(
            edge::now,
            name ->
                session
                    .output()
                    .info(name + " is no longer what this login set, so it stays as it is.")));
    return true;
  }

  private interface Part<T> {
    T run() throws Exception;
  }

  /** Runs one part of the logout and records its failure, so that the other parts still run. */
  private static <T> Optional<T> attempt(List<Exception> failures, Part<T> part) {
    try {
      return Optional.of(part.run());
    } catch (Exception e) {
      failures.add(e);
      return Optional.empty();
    }
  }
}
