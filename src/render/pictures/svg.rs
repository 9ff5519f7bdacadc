//! stub
pub struct Fault;
pub fn clean(svg: &[u8]) -> Result<Vec<u8>, Fault> {
    Ok(svg.to_vec())
}
