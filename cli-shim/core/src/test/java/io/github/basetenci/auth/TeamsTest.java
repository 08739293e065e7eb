package io.github.basetenci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.basetenci.api.Team;
import java.util.List;
import org.junit.jupiter.api.Test;

class TeamsTest {
  private static final Team FIRST = new Team("id1", "Default", true, null);
  private static final Team SECOND = new Team("id2", "vision", false, null);

  @Test
  void anIdIsPreferredToAName() throws AuthException {
    Team named = new Team("id3", "id1", false, null);

    assertThat(new Teams(List.of(named, FIRST)).named("id1")).isEqualTo(FIRST);
    assertThat(new Teams(List.of(FIRST, SECOND)).named("vision")).isEqualTo(SECOND);
  }

  @Test
  void anUnknownTeamIsAnErrorThatNamesTheVisibleOnes() {
    assertThatThrownBy(() -> new Teams(List.of(FIRST, SECOND)).named("Vision"))
        .hasMessage("no team 'Vision' among those that this key sees (Default, vision)");
    assertThatThrownBy(() -> new Teams(List.of()).named("x"))
        .hasMessage("no team 'x' among those that this key sees (none)");
  }

  @Test
  void twoTeamsOfOneNameNeedTheId() {
    Team twin = new Team("id4", "vision", false, null);

    assertThatThrownBy(() -> new Teams(List.of(SECOND, twin)).named("vision"))
        .hasMessage("several teams are named 'vision'; give the id of one instead of the name");
  }

  @Test
  void withoutANameItIsTheOnlyTeamOrTheDefaultOne() throws AuthException {
    assertThat(new Teams(List.of(SECOND)).namedOrDefault(null)).isEqualTo(SECOND);
    assertThat(new Teams(List.of(SECOND, FIRST)).namedOrDefault(null)).isEqualTo(FIRST);
    assertThat(new Teams(List.of(SECOND, FIRST)).namedOrDefault("id2")).isEqualTo(SECOND);
  }

  @Test
  void aRealChoiceIsLeftToTheCaller() {
    Team other = new Team("id5", "speech", false, null);

    assertThatThrownBy(() -> new Teams(List.of(SECOND, other)).namedOrDefault(null))
        .hasMessage("this key sees several teams (vision, speech); name one of them");
    assertThatThrownBy(() -> new Teams(List.of()).namedOrDefault(null))
        .hasMessage("this key sees no team; use one that manages a team");
  }
}
