package icy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCellAndTheLastIsRagged() {
        TextTable table = new TextTable("#", "TITLE", "");
        table.row("10", "Übermut 🎷", "");
        table.row("9", "A", "new");

        assertThat(table.lines()).containsExactly("#   TITLE", "10  Übermut 🎷", "9   A          new");
    }

    @Test
    void withoutARowThereIsNothing() {
        assertThat(new TextTable("A", "B").lines()).isEmpty();
    }

    @Test
    void whatWouldMoveTheCursorIsADot() {
        TextTable table = new TextTable("A");
        table.row("a\033[2Jb\nc");

        assertThat(table.lines()).element(1).isEqualTo("a.[2Jb.c");
    }
}
