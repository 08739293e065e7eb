package io.github.basetenci.action;

import static io.github.basetenci.action.ActionWorld.KEY;
import static io.github.basetenci.action.ActionWorld.MINTING_KEY;
import static io.github.basetenci.action.ActionWorld.OTHER_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.basetenci.action.runner.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the main stage of an earlier version of the action left is undone by the post stage of this
 * one. A runner never does so, since both stages are of one image; but a saved member that loses
 * its name is found here. {@link JobRecorder} made it.
 */
class RecordedJobTest {
  @TempDir Path directory;

  @Test
  void postOfTwoLoginsPutsBackWhatEachFound() throws Exception {
    try (ActionWorld world = RecordedJob.newest("nested").unpack(directory)) {
      assertThat(Path.of(String.valueOf(world.job().variables().get("USER_TRUSSRC_PATH"))))
          .content()
          .contains("[baseten]", OTHER_KEY);
      assertThat(world.job().variables())
          .containsEntry("BASETEN_PROFILE", "inner")
          .containsEntry("BASETEN_API_KEY", OTHER_KEY);
      assertThat(world.left()).hasSize(9);

      List<Stage> posts = world.job().end();

      assertThat(posts).hasSize(2);
      for (Stage post : posts) {
        assertThat(post.code()).as(post.text()).isZero();
        assertThat(post.said("warning")).isEmpty();
        assertThat(post.text()).doesNotContain("no longer what this login set");
      }
      // As the inner login found them: the key of the outer one was in a file.
      assertThat(posts.get(0).variables())
          .containsEntry("BASETEN_PROFILE", "outer")
          .containsEntry("BASETEN_API_KEY", KEY);
      assertThat(world.job().variables())
          .containsEntry("BASETEN_PROFILE", "earlier")
          .containsEntry("BASETEN_API_KEY", OTHER_KEY)
          .containsEntry("USER_TRUSSRC_PATH", "~/.trussrc")
          .containsEntry("BASETEN_CONFIG_DIR", "");
      assertThat(world.left()).isEmpty();
    }
  }

  @Test
  void postDeletesTheKeyThatMainMinted() throws Exception {
    try (ActionWorld world = RecordedJob.newest("minted").unpack(directory)) {
      assertThat(world.minted()).hasSize(1);

      Stage post = world.job().end().get(0);

      assertThat(post.code()).as(post.text()).isZero();
      assertThat(post.said("warning")).isEmpty();
      assertThat(post.text()).contains("Deleted the key ");
      assertThat(world.minted()).isEmpty();
      assertThat(world.sandbox().accepts(MINTING_KEY)).isTrue();
      assertThat(world.left()).isEmpty();
    }
  }
}
