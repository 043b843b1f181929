package icy.core.mpeg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ID3v1's numbered genres (0 to 79), with Winamp's (80 to 191).
 *
 * <p>Thread: any.
 */
final class Id3Genres {

    private static final List<String> NAMES = List.of("""
            Blues|Classic Rock|Country|Dance|Disco|Funk|Grunge|Hip-Hop|Jazz|Metal|New Age|Oldies|Other|Pop|R&B|Rap|\
            Reggae|Rock|Techno|Industrial|Alternative|Ska|Death Metal|Pranks|Soundtrack|Euro-Techno|Ambient|Trip-Hop|\
            Vocal|Jazz+Funk|Fusion|Trance|Classical|Instrumental|Acid|House|Game|Sound Clip|Gospel|Noise|Alt. Rock|\
            Bass|Soul|Punk|Space|Meditative|Instrumental Pop|Instrumental Rock|Ethnic|Gothic|Darkwave|\
            Techno-Industrial|Electronic|Pop-Folk|Eurodance|Dream|Southern Rock|Comedy|Cult|Gangsta Rap|Top 40|\
            Christian Rap|Pop/Funk|Jungle|Native American|Cabaret|New Wave|Psychedelic|Rave|Showtunes|Trailer|Lo-Fi|\
            Tribal|Acid Punk|Acid Jazz|Polka|Retro|Musical|Rock & Roll|Hard Rock|Folk|Folk-Rock|National Folk|Swing|\
            Fast-Fusion|Bebop|Latin|Revival|Celtic|Bluegrass|Avantgarde|Gothic Rock|Progressive Rock|\
            Psychedelic Rock|Symphonic Rock|Slow Rock|Big Band|Chorus|Easy Listening|Acoustic|Humour|Speech|Chanson|\
            Opera|Chamber Music|Sonata|Symphony|Booty Bass|Primus|Porn Groove|Satire|Slow Jam|Club|Tango|Samba|\
            Folklore|Ballad|Power Ballad|Rhythmic Soul|Freestyle|Duet|Punk Rock|Drum Solo|A Cappella|Euro-House|\
            Dance Hall|Goa|Drum & Bass|Club-House|Hardcore|Terror|Indie|BritPop|Afro-Punk|Polsk Punk|Beat|\
            Christian Gangsta Rap|Heavy Metal|Black Metal|Crossover|Contemporary Christian|Christian Rock|Merengue|\
            Salsa|Thrash Metal|Anime|JPop|Synthpop|Abstract|Art Rock|Baroque|Bhangra|Big Beat|Breakbeat|Chillout|\
            Downtempo|Dub|EBM|Eclectic|Electro|Electroclash|Emo|Experimental|Garage|Global|IDM|Illbient|\
            Industro-Goth|Jam Band|Krautrock|Leftfield|Lounge|Math Rock|New Romantic|Nu-Breakz|Post-Punk|Post-Rock|\
            Psytrance|Shoegaze|Space Rock|Trop Rock|World Music|Neoclassical|Audiobook|Audio Theatre|\
            Neue Deutsche Welle|Podcast|Indie Rock|G-Funk|Dubstep|Garage Rock|Psybient""".split("\\|"));

    private Id3Genres() {}

    /** The genre with that number; empty if there is none. */
    static String name(int number) {
        return number >= 0 && number < NAMES.size() ? NAMES.get(number) : "";
    }

    /**
     * ID3v2 writes "17", "17, 32" (values joined), "(17)", "(17)(32)", "(17)Rock", "(RX)" for remix, "(CR)" for cover, or
     * plain words.
     */
    static String inWords(String genre) {
        String words = genre;
        List<String> names = new ArrayList<>();
        while (words.startsWith("(") && words.indexOf(')') > 1) {
            int close = words.indexOf(')');
            names.add(byNumber(words.substring(1, close)));
            words = words.substring(close + 1).trim();
        }
        if (!words.isEmpty()) {
            // Words after numbers refine them.
            names = Arrays.stream(words.split(", ")).map(Id3Genres::byNumber).toList();
        }
        return String.join(", ", names);
    }

    private static String byNumber(String word) {
        boolean isNumber = word.length() <= 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        String name = isNumber && !word.isEmpty() ? name(Integer.parseInt(word)) : "";
        if (!name.isEmpty()) {
            return name;
        }
        return word.equals("RX") ? "Remix" : word.equals("CR") ? "Cover" : word;
    }
}
