//! Colours that can be read: contrast (WCAG 2.2, success criterion 1.4.3) and lightness as people see it (OKLCH).

/// A colour of the screen, sRGB with 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// What the standard asks of text of ordinary size.
pub const TEXT_CONTRAST: f64 = 4.5;

/// What text of ordinary size is given on paper. The standard asks less; the tint behind code, a little nearer to
/// the text than the paper is, takes up to an eighth of it.
pub const READABLE: f64 = 5.2;

impl Colour {
    pub const BLACK: Colour = Colour([0, 0, 0]);
    pub const WHITE: Colour = Colour([255, 255, 255]);

    /// Reads `#0a5c6b` or `#0ab`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.trim().strip_prefix('#')?;
        let digit = |i: usize| digits.get(i..i + 1).and_then(|d| u8::from_str_radix(d, 16).ok());
        let channel = |i: usize| match digits.len() {
            3 => digit(i).map(|d| d * 17),
            6 => Some(digit(2 * i)? * 16 + digit(2 * i + 1)?),
            _ => None,
        };
        Some(Colour([channel(0)?, channel(1)?, channel(2)?]))
    }

    /// From 1 (the same) to 21 (black on white).
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever is read better on this.
    pub fn ink(self) -> Colour {
        if self.contrast(Colour::BLACK) >= self.contrast(Colour::WHITE) { Colour::BLACK } else { Colour::WHITE }
    }

    /// This colour, darker or lighter by as little as makes it readable on `paper`.
    pub fn readable_on(self, paper: Colour) -> Colour {
        if self.contrast(paper) >= READABLE {
            return self;
        }
        let [lightness, chroma, hue] = self.to_oklch();
        let target = if paper.ink() == Colour::BLACK { 0.0 } else { 1.0 };
        (1..=200)
            .map(|step| lightness + (target - lightness) * f64::from(step) / 200.0)
            .map(|lightness| Colour::from_oklch([lightness, chroma, hue]))
            .find(|moved| moved.contrast(paper) >= READABLE)
            .unwrap_or(paper.ink())
    }

    /// What goes with the colour: black or white upon it, and itself as it can be read on two papers, by day and by night.
    pub fn companions(self, papers: (&str, &str)) -> [Colour; 3] {
        let on = |paper: &str, usual| self.readable_on(Colour::parse(paper).unwrap_or(usual));
        [self.ink(), on(papers.0, Colour::WHITE), on(papers.1, Colour::BLACK)]
    }

    /// Relative luminance.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|channel| match f64::from(channel) / 255.0 {
            dark if dark <= 0.04045 => dark / 12.92,
            light => ((light + 0.055) / 1.055).powf(2.4),
        })
    }

    /// Lightness 0 to 1, chroma, hue in radians (Ottosson, "A perceptual color space for image processing").
    fn to_oklch(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
        let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
        let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
        let lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        let b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        [lightness, a.hypot(b), b.atan2(a)]
    }

    /// The nearest colour a screen has, of the same lightness and hue: chroma gives way.
    fn from_oklch([lightness, chroma, hue]: [f64; 3]) -> Colour {
        let on_screen = |linear: &[f64; 3]| linear.iter().all(|c| (-0.0005..=1.0005).contains(c));
        let linear = (0..=50)
            .map(|step| to_linear([lightness, chroma * f64::from(50 - step) / 50.0, hue]))
            .find(on_screen)
            .unwrap_or([lightness.powi(3); 3]);
        Colour(linear.map(|channel| {
            let encoded = match channel {
                dark if dark <= 0.0031308 => 12.92 * dark,
                light => 1.055 * light.powf(1.0 / 2.4) - 0.055,
            };
            // Rounding is saturating: there is nothing below 0 or above 255.
            (encoded * 255.0).round() as u8
        }))
    }
}

fn to_linear([lightness, chroma, hue]: [f64; 3]) -> [f64; 3] {
    let (a, b) = (chroma * hue.cos(), chroma * hue.sin());
    let l = (lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
    let m = (lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
    let s = (lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
    [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn reads_colours() {
        assert_eq!(colour("#0a5c6b").to_string(), "#0a5c6b");
        assert_eq!(colour("#0AF").to_string(), "#00aaff");
        for wrong in ["", "teal", "#12345", "#gggggg", "0a5c6b", "#äää", "#+1+1+1"] {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn measures_contrast_as_wcag_does() {
        for (a, b, expected) in
            [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#0a5c6b", "#ffffff", 7.62), ("#123456", "#123456", 1.0)]
        {
            assert!((colour(a).contrast(colour(b)) - expected).abs() < 0.01, "{a} {b} {}", colour(a).contrast(colour(b)));
        }
        assert_eq!((colour("#ffe600").ink(), colour("#0a5c6b").ink()), (Colour::BLACK, Colour::WHITE));
    }

    #[test]
    fn lightness_moves_and_hue_stays() {
        for text in ["#0a5c6b", "#ffe600", "#ff0000", "#00ff00", "#3333ff", "#ffffff", "#000000", "#808080", "#c2185b"] {
            let [lightness, chroma, hue] = colour(text).to_oklch();
            assert_eq!(Colour::from_oklch([lightness, chroma, hue]), colour(text));
            for paper in ["#fdfbf6", "#ffffff", "#16181a", "#000000", "#777777"] {
                let moved = colour(text).readable_on(colour(paper));
                // On a middling grey not even black is that far away.
                let most = colour(paper).contrast(colour(paper).ink()).min(READABLE);
                assert!(moved.contrast(colour(paper)) >= most, "{text} on {paper}: {moved}");
                let [_, moved_chroma, moved_hue] = moved.to_oklch();
                let turned = (moved_hue - hue).sin().abs();
                assert!(chroma < 0.02 || moved_chroma < 0.05 || turned < 0.1, "{text} on {paper}: {moved} turned by {turned}");
            }
        }
        let kept = colour("#0a5c6b").readable_on(Colour::WHITE);
        assert_eq!(kept, colour("#0a5c6b"));
    }
}
