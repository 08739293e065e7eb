package io.github.basetenci.managed;

import io.github.basetenci.rotation.Rotation;
import io.github.basetenci.rotation.RotationException;
import io.github.basetenci.rotation.RotationRequest;
import io.github.basetenci.rotation.RotationSettings;
import java.util.LinkedHashSet;
import java.util.Set;

/** Plans a rotation with the server, and changes nothing on the server or on this machine. */
final class DryRun {
  private DryRun() {}

  static <K> RotationPreview of(
      EngineSettings<K> settings, WorkspaceLists lists, K id, RotationOrder order)
      throws RefusedException, InterruptedException {
    // A dry run never writes into this directory.
    RotationFiles none = settings.files().rotations("none");
    Set<String> notes = new LinkedHashSet<>();
    Workspace workspace = order.terms().workspace();
    RotationRun<K> run = new RotationRun<>(() -> id, order, false, order::oldPrefix, Set::of);
    Rotation rotation =
        new Rotation(
            new WatchedServer(
                settings.workspaces().server(workspace, id),
                workspace,
                settings.words(),
                lists,
                notes::add),
            settings.workspaces().minting(workspace, id),
            new RotationSettings(
                new RotationJournal(none.journal(), settings.words(), saved -> {}),
                none.newKey(),
                settings.keys().targets(run),
                settings.keys().logins(id),
                settings.drains().of(run),
                settings.surroundings().bounds().targets(),
                new RotationSettings.Surroundings(
                    settings.clock(), settings.surroundings().sleeper(), notes::add)));
    try {
      Rotation.Preview preview =
          rotation.preview(
              new RotationRequest(
                  order.oldPrefix(), order.terms().knownUnscoped(), order.terms().times()));
      return new RotationPreview(preview.plan(), preview.earlierKeys(), String.join(" ", notes));
    } catch (RotationException e) {
      throw new RefusedException(settings.words().advice().sentence(e));
    }
  }
}
